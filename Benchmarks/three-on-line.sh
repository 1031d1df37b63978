# Sourced after common.sh: MOSCOW - BEIJING - PYONGYANG, with 'cable serve' over TCP and TLS on loopback.
station moscow FILIPPOV
station beijing
station pyongyang "KIM IL SUNG"
acquaint moscow beijing pyongyang
place=127.0.0.1:${RELAY_PORT:-45561}
at beijing link add-tcp line MOSCOW >/dev/null 2>&1
at beijing link add-tcp next PYONGYANG >/dev/null 2>&1
at moscow link add-tcp line BEIJING "$place" >/dev/null 2>&1
at pyongyang link add-tcp line BEIJING "$place" >/dev/null 2>&1
at moscow route add PYONGYANG --via BEIJING >/dev/null 2>&1
at pyongyang route add MOSCOW --via BEIJING >/dev/null 2>&1
serve beijing --listen "$place"

serve_ends() {
    serve moscow
    serve pyongyang
    until grep -q 'session open' "$work/moscow.log" && grep -q 'session open' "$work/pyongyang.log"; do sleep 0.05; done
    # Cards and what else follows a first meeting.
    sleep 3
}

# drafts COUNT SEED  lays telegrams ready at MOSCOW.
drafts() { "$benchmark" drafts "$work/moscow" FILIPPOV "KIM IL SUNG@PYONGYANG" "$1" "$2" <"$(secret moscow)"; }

# watch_arrivals COUNT  must run before what one_on_line sends.
watch_arrivals() {
    coproc ARRIVALS { exec "$benchmark" arrivals "$work/moscow" "$1"; }
    running+=("$ARRIVALS_PID")
    read -r _ <&"${ARRIVALS[0]}"
}

# one_on_line DRAFT  sends a draft and waits for its receipt: milliseconds to $work/one, of which in the command to
# $work/sending.
one_on_line() {
    local begin time
    begin=$EPOCHREALTIME
    at moscow send "$1" >/dev/null 2>&1
    reckon "($EPOCHREALTIME - $begin) * 1000" >>"$work/sending"
    read -r _ time <&"${ARRIVALS[0]}"
    reckon "($time - $begin) * 1000" >>"$work/one"
}

draft_numbers() { at moscow drafts --json | sed -n 's/.*"id" : \([0-9]*\).*/\1/p'; }

# whole_way COUNT SEED  sends so many and opens them: seconds, and those of the processors, to $work/whole.seconds.
whole_way() {
    local count=$1 begin name opened
    drafts "$count" "$2"
    sleep 1
    for name in moscow beijing pyongyang; do processor $name >"$work/$name.before"; done
    begin=$EPOCHREALTIME opened=0
    seconds at moscow send --all >"$work/send"
    : >"$work/open"
    while [ "$opened" -lt "$count" ]; do
        seconds at_and_count "$work/opened" pyongyang open --all --json >>"$work/open"
        opened=$((opened + $(<"$work/opened")))
    done
    reckon "$EPOCHREALTIME - $begin" | tr '\n' ' ' >>"$work/whole.seconds"
    until [ "$(at moscow list --limit "$count" --json | grep -c '"state" : "opened"')" -ge "$count" ]; do sleep 0.1; done
    for name in moscow beijing pyongyang; do reckon "$(processor $name) - $(<"$work/$name.before")" >"$work/$name.spent"; done
    awk '{ s += $2 } END { print s }' "$work/send" >"$work/send.spent"
    awk '{ s += $2 } END { print s }' "$work/open" >"$work/open.spent"
    cat "$work"/{send,moscow,beijing,pyongyang,open}.spent | awk '{ s += $1 } END { print s }' >>"$work/whole.seconds"
    for name in send moscow beijing pyongyang open; do cat "$work/$name.spent" >>"$work/$name.all"; done
}
at_and_count() { local file=$1; shift; at "$@" | grep -c '"subject"' >"$file" || true; }

# middle NAME COLUMN  the median of the wall time (1) or the processors' (2) in $work/NAME.seconds.
middle() { cut -d' ' -f"$2" "$work/$1.seconds" | median; }
# show NAME FILE COUNT PROCESSES
show() {
    local time cpu
    time=$(middle "$2" 1) cpu=$(middle "$2" 2)
    printf '%-28s %7.3f s  %6.0f/s; processor time of %s %.3f s: %.0f/s of one core  n=%s\n' "$1" "$time" \
        "$(ratio "$3" "$time")" "$4" "$cpu" "$(ratio "$3" "$cpu")" "$(wc -l <"$work/$2.seconds")"
}
# show_one NAME FILE [UNIT]  median, number and range of the times in a file; milliseconds unless told.
show_one() {
    printf '%s: %.0f %s  n=%s, %.0f to %.0f\n' "$1" "$(median <"$work/$2")" "${3:-ms}" "$(wc -l <"$work/$2")" \
        "$(sort -g "$work/$2" | head -1)" "$(sort -g "$work/$2" | tail -1)"
}
