#!/usr/bin/env bash
# Makes the key files beside it, with OpenSSL, OpenSSH and Python: THROWAWAY KEYS, published here, which protect nothing.
# The passphrase of the encrypted ones is "throwaway". Everything is made anew, so the tests hold no value of it.
set -euo pipefail
cd "$(dirname "$0")"
rm -f ./*.pem ./*.openssh ./*.pub ./*.txt
openssl() { command openssl "$@" 2>/dev/null; }

# Each kind in each container, with what other programs say is its public half.
openssl genpkey -algorithm ED25519 -out ed25519-plain.pkcs8.pem
ssh-keygen -q -t ed25519 -N '' -C throwaway -f ed25519.openssh
for curve in 256 384; do
    openssl ecparam -name "$([ $curve = 256 ] && echo prime256v1 || echo secp384r1)" -genkey -out p$curve.sec1.pem
done
openssl genrsa -traditional -out rsa2048.pkcs1.pem 2048
openssl genrsa -traditional -out rsa1024.pkcs1.pem 1024
for key in p256.sec1 p384.sec1 rsa1024.pkcs1 rsa2048.pkcs1; do
    name=${key%.*}
    openssl pkcs8 -topk8 -nocrypt -in $key.pem -out $name.pkcs8.pem
    cp $key.pem $name.openssh && chmod 600 $name.openssh
    ssh-keygen -q -p -N '' -C throwaway -f $name.openssh
    openssl pkey -in $key.pem -pubout -out $name.spki.pem
done
openssl ec -in p256.sec1.pem -no_public -out p256-bare.sec1.pem
openssl ec -in p256.sec1.pem -conv_form compressed -out p256-compressed.sec1.pem
openssl pkey -in p256-compressed.sec1.pem -ec_conv_form compressed -pubout -out p256-compressed.spki.pem
openssl rsa -in rsa2048.pkcs1.pem -RSAPublicKey_out -out rsa2048.pkcs1.public.pem
# No program here writes an Ed25519 key of OpenSSH as PKCS#8, of RFC 5958 the first version and the second.
python3 - <<'PYTHON'
import base64, re
text = open("ed25519.openssh").read()
raw = base64.b64decode("".join(text.split("\n")[1:-2]))
at = raw.index(b"\0\0\0\x0bssh-ed25519\0\0\0\x20") + 19
public = raw[at:at + 32]
at = raw.index(b"\0\0\0\x40") + 4
seed = raw[at:at + 32]
def write(name, der):
    body = base64.encodebytes(der).decode().replace("\n", "")
    lines = "\n".join(re.findall(".{1,64}", body))
    open(name, "w").write(f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n")
def sequence(inner):
    return bytes([0x30, len(inner)]) + inner
algorithm, key = bytes.fromhex("300506032b6570"), bytes.fromhex("04220420") + seed
write("ed25519.pkcs8.pem", sequence(b"\x02\x01\0" + algorithm + key))
write("ed25519-v2.pkcs8.pem", sequence(b"\x02\x01\1" + algorithm + key + b"\x81\x21\0" + public))
PYTHON
openssl pkey -in ed25519.pkcs8.pem -pubout -out ed25519.spki.pem
openssl pkey -in ed25519-plain.pkcs8.pem -pubout -out ed25519-plain.spki.pem
for key in ed25519 p256 p384 rsa1024 rsa2048; do
    chmod 600 $key.openssh
    ssh-keygen -y -f $key.openssh >$key.pub
    ssh-keygen -l -f $key.pub >$key.fingerprint.txt
done

# Of each a second key, to lie with.
ssh-keygen -q -t ed25519 -N '' -C throwaway -f other-ed25519.openssh
ssh-keygen -q -t ecdsa -b 256 -N '' -C throwaway -f other-p256.openssh
ssh-keygen -q -t ecdsa -b 384 -N '' -C throwaway -f other-p384.openssh
ssh-keygen -q -t rsa -b 2048 -N '' -C throwaway -f other-rsa2048.openssh
rm -f ./*.openssh.pub

# Encrypted ones.
for key in ed25519 p256 rsa2048; do
    cp $key.openssh encrypted-$key.openssh
    ssh-keygen -q -p -N throwaway -f encrypted-$key.openssh
    openssl pkcs8 -topk8 -in $key.pkcs8.pem -passout pass:throwaway -out encrypted-$key.pkcs8.pem
done
openssl ec -in p256.sec1.pem -aes128 -passout pass:throwaway -out encrypted-p256.sec1.pem
openssl rsa -traditional -in rsa2048.pkcs1.pem -aes128 -passout pass:throwaway -out encrypted-rsa2048.pkcs1.pem

# Kinds that are not compared.
openssl genpkey -algorithm ED448 -out unlike-ed448.pkcs8.pem
openssl genpkey -algorithm X25519 -out unlike-x25519.pkcs8.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp521r1 -out unlike-p521.pkcs8.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -pkeyopt ec_param_enc:explicit -out unlike-explicit.pkcs8.pem
openssl ecparam -name secp256k1 -genkey -out unlike-secp256k1.sec1.pem
openssl genrsa -traditional -primes 3 -out unlike-primes.pkcs1.pem 2048
openssl genrsa -traditional -out unlike-rsa512.pkcs1.pem 512
openssl dsaparam -genkey -out unlike-dsa.pem 1024
ssh-keygen -q -t ecdsa -b 521 -N '' -C throwaway -f unlike-p521.openssh
ssh-keygen -q -t dsa -N '' -C throwaway -f unlike-dsa.openssh
for key in p521 dsa; do mv unlike-$key.openssh.pub unlike-$key.pub; done
openssl pkey -in unlike-p521.pkcs8.pem -pubout -out unlike-p521.spki.pem
openssl pkey -in unlike-ed448.pkcs8.pem -pubout -out unlike-ed448.spki.pem

# Certificates: one signed by itself, one of an authority with the authority's own behind it, one of OpenSSH.
openssl req -x509 -new -key rsa2048.pkcs8.pem -subj /CN=throwaway -days 1 -out rsa2048.certificate.pem
openssl req -x509 -new -key ed25519.pkcs8.pem -subj /CN=throwaway -days 1 -out ed25519.certificate.pem
openssl req -new -key p256.pkcs8.pem -subj /CN=throwaway -out request.pem
openssl x509 -req -in request.pem -CA rsa2048.certificate.pem -CAkey rsa2048.pkcs8.pem -set_serial 2 -days 1 -text \
    -out p256.certificate.pem
cat p256.certificate.pem rsa2048.certificate.pem >p256-chain.certificate.pem
cat rsa2048.certificate.pem p256.certificate.pem >p256-behind.certificate.pem
ssh-keygen -q -s p256.openssh -I throwaway -z 1 ed25519.pub && mv ed25519-cert.pub unlike-certificate.pub
openssl pkey -in p384.pkcs8.pem -outform DER | base64 -w 76 >p384.pkcs8.der.txt

# A signature, of `checklist` and a newline.
printf 'checklist\n' >checklist && chmod 600 ed25519.openssh
ssh-keygen -q -Y sign -f ed25519.openssh -n quorate-evidence checklist && rm checklist
