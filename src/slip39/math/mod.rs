//! The arithmetic of the standard: its field, its checksum, its two mechanisms, and which quorums there are.

pub mod feistel;
pub mod gf256;
pub mod rs1024;
pub mod shamir;
pub mod subsets;
