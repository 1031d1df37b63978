#!/usr/bin/env bash
# Boots a Debian with its own systemd in a container, and lives through the life of two stations there: started, connected,
# reloaded, killed, hung, stopped.
#
#   sudo Tests/Systemd/run.sh [PROGRAM [FOLDER]]
#
# PROGRAM is the release build of `cable`. The system is kept in FOLDER and used again. Needs debootstrap and
# systemd-container. It takes three minutes, because a service that hangs is left alone for one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../.build/release/cable}
root=${2:-/var/tmp/cablegram-systemd}

for need in debootstrap systemd-nspawn; do
    command -v "$need" >/dev/null || { echo "$need is missing: apt-get install debootstrap systemd-container" >&2; exit 69; }
done
if [ ! -x "$root/usr/lib/systemd/systemd" ]; then
    echo "installing Debian into $root"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,libsqlite3-0,iproute2 bookworm "$root" >/dev/null
fi

DESTDIR=$root "$here/../../Scripts/install" /usr/local "$program"
rm -rf "$root"/var/lib/cablegram "$root/root/result"
install -m 755 "$here/inside" "$root/root/inside"
cat >"$root/etc/systemd/system/inside.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
ExecStart=/root/inside
[Install]
WantedBy=multi-user.target
UNIT
ln -sf ../inside.service "$root/etc/systemd/system/multi-user.target.wants/inside.service"

mkdir -p /run/systemd/nspawn
timeout 400 systemd-nspawn --register=no --keep-unit --private-network --quiet -b -D "$root" </dev/null >"$root/root/console" 2>&1 || true
cat "$root/root/result"
tail -1 "$root/root/result" | grep -qx 'no fault'
