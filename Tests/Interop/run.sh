#!/bin/sh
# Sessions with a TCPCLv4 agent written by others, in both directions, plain and with TLS; and what tshark makes of a
# session of ours. Skips, and says so, where a tool is missing.
#
#   swift build --product LinkPeer
#   AGENT=/path/to/dtn-demo-agent/src PYTHON=/path/to/python3 Tests/Interop/run.sh .build/debug/LinkPeer
#
# The agent is github.com/BrianSipos/dtn-demo-agent; its TCPCL part wants from Debian python3-dbus python3-gi
# python3-scapy python3-cryptography python3-yaml dbus, and from PyPI asn1. tshark wants the right to capture on lo.
set -eu
peer=$1
here=$(dirname "$0")
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

sed -n '/^$/,$p' "$here/../Vectors/bundle/make_flash" | tr -d '\n' | xxd -r -p > "$work/bundle"

check() { # NAME FILE PATTERN...
    name=$1 file=$2
    shift 2
    for pattern; do
        if ! grep -q "$pattern" "$file"; then
            echo "$name: failed, no '$pattern' in:" && cat "$file" && failed=1 && return
        fi
    done
    echo "$name: ok"
}

agent() { # ROLE PORT PROTECTION
    PYTHONPATH=$AGENT timeout 40 dbus-run-session -- "$python" "$here/demo_agent.py" "$1" "$2" 12 "$3" \
        "$work/them" "$work/bundle"
}

wait_for() { # FILE TEXT
    for _ in $(seq 100); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.2; done
    echo "'$2' never came:" && cat "$1" && exit 1
}

with_agent() { # PROTECTION PORT
    agent listen "$2" "$1" > "$work/agent" 2>&1 &
    wait_for "$work/agent" listening
    timeout 30 "$peer" connect "$2" 11 12 "$1" "$work/bundle" > "$work/ours" 2>&1 || true
    check "to the agent, $1" "$work/ours" "^acknowledged" "the same" "^closed: ended by us"
    wait
    timeout 30 "$peer" listen "$(($2 + 1))" 11 12 "$1" > "$work/ours" 2>&1 &
    listener=$!
    wait_for "$work/ours" listening
    agent connect "$(($2 + 1))" "$1" > "$work/agent" 2>&1 || true
    check "from the agent, $1" "$work/agent" "sent .* success" "the same, success"
    kill "$listener" && wait "$listener" 2> /dev/null || true
}

if [ -n "${AGENT:-}" ] && command -v dbus-run-session > /dev/null; then
    mkdir "$work/us" "$work/them"
    "$peer" certificate 11 "$work/us"
    "$peer" certificate 12 "$work/them"
    cp "$work/us/certificate.pem" "$work/them/peer.pem"
    with_agent plain 45571
    with_agent tls 45573
else
    echo "skipped: sessions with dtn-demo-agent (set AGENT, and install dbus)"
fi

if command -v tshark > /dev/null && timeout 10 tshark -i lo -c 1 -a duration:1 > /dev/null 2>&1; then
    tshark -i lo -f "tcp port 4556" -a duration:8 -w "$work/capture" > "$work/capturing" 2>&1 &
    capture=$!
    wait_for "$work/capturing" "Capturing on"
    timeout 15 "$peer" listen 4556 12 11 plain > "$work/theirs" 2>&1 &
    listener=$!
    wait_for "$work/theirs" listening
    timeout 10 "$peer" connect 4556 11 12 plain "$work/bundle" > "$work/ours" 2>&1
    wait "$capture"
    kill "$listener" && wait "$listener" 2> /dev/null || true
    tshark -r "$work/capture" -V > "$work/dissected" 2> /dev/null
    check "tshark" "$work/dissected" "TCPCLv4 Message: SESS_INIT" "TCPCLv4 Message: XFER_ACK" \
        "TCPCLv4 Message: SESS_TERM" "Bundle Protocol Version 7" "CRC Status: Good"
    if grep -qiE "malformed|CRC Status: Bad|Expert Info \(Error" "$work/dissected"; then
        echo "tshark: failed, it complains:" && grep -iE "malformed|Bad|Expert Info" "$work/dissected" && failed=1
    fi
else
    echo "skipped: dissection by tshark (install it, and run with the right to capture)"
fi
exit $failed
