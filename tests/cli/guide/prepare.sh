# What the pages of the guide say is there: run with a page, in an empty folder. Everything is made by the real program, of a
# key that protects nothing.
set -euo pipefail
page=$1 data=$2

key=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
# A set of three of five with its record, and the cards under the names that pages like to give them.
with_set() {
    printf '%s\n' "$key" > key.txt
    quorate -q split 3of5 --in key.txt --exponent 0 "$@" -o set
    local number=1 name
    for name in alice bob carol dave erin; do
        cp set/secret/share-$number.txt share-$number.txt
        cp set/secret/share-$number.txt $name.txt
        number=$((number + 1))
    done
    cp set/public/record.json set/public/journal.jsonl .
}
words() { grep -v '^#' "$1"; }

case $page in
README.md)
    mkdir -p tests/data
    cp "$data/vault.txt" tests/data
    ;;
docs/use/bring.md)
    with_set --format words,png
    { printf 'Subject: the card\n\n'; words share-1.txt; } > mail.eml
    cp mail.eml note.txt
    cp set/secret/share-2.png photo.jpg
    mkdir cards
    cp share-3.txt cards
    ;;
docs/use/departure.md | docs/use/drill.md | docs/use/scripting.md | docs/build/record.md) with_set ;;
docs/use/monitoring.md)
    with_set
    mkdir other
    cp record.json journal.jsonl other
    ;;
docs/use/faq.md) printf '%s\n' "$key" > key.txt ;;
docs/use/foreign.md)
    grep -v '^#' "$data/vault.txt" | split --lines 1 --additional-suffix .txt -a 1 - ''
    for at in 0 1 2; do
        jq -r ".ssss.shares[$at]" "$data/foreign.json" > ssss-$((at + 1)).txt
    done
    jq -r '.sskr.shares[]' "$data/foreign.json" > sskr.txt
    jq -r '.valid[1].shares[0]' "$data/codex32.json" > codex32-a.txt
    jq -r '.valid[1].shares[1]' "$data/codex32.json" > codex32-c.txt
    ;;
docs/use/prove-the-key.md)
    with_set
    cp "$data/keyfiles/ed25519.openssh" host_key
    cp "$data/keyfiles/ed25519.pub" host_key.pub
    ;;
docs/use/seal.md) printf 'a key that is a file\n' > key.pem ;;
docs/use/troubleshooting.md)
    with_set --format words,png
    words share-1.txt | awk '{ $7 = "academic"; print }' > mistyped.txt
    words share-1.txt | awk '{ $7 = ""; print }' > short.txt
    words share-1.txt | awk '{ word = $7; $7 = $8; $8 = word; print }' > swapped.txt
    words share-1.txt | awk '{ $7 = "academic"; $20 = "acid"; $22 = "zero"; print }' > bad.txt
    words=legal\ winner\ thank\ year\ wave\ sausage\ worth\ useful
    printf '%s\n' "$words legal winner thank yellow" > bip39.txt
    quorate plan 3of5 > plan.toml
    quorate -q split 3of5 --generate 256 --exponent 0 -o elsewhere
    cp elsewhere/secret/share-3.txt other.txt
    printf 'correct horse\n' > phrase.txt
    # A share of the reference data that was altered, and has a valid checksum; with its set.
    for at in 0 1 3 4; do
        jq -r ".three_of_five[$at]" "$data/reference.json" > of-five-$((at + 1)).txt
    done
    jq -r '.altered[2]' "$data/reference.json" > forged.txt
    # Dark, and without a code.
    base64 -d > dark.png <<'DATA'
iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAEklEQVR42mPggAKGUcYog3QGAANOEAESxPKDAAAAAElFTkSuQmCC
DATA
    ;;
esac
