#!/bin/bash
# Creates the root file system of a sandboxed instance and becomes its PID 1. Must run in new
# namespaces for mounts, processes, network, host name, IPC and control groups.
# root.sh SHARED PYTHON_PREFIX VISIBLE...
set -euo pipefail
shared=$1 python=$2
shift 2
space=$shared/space root=$shared/space/root

mount -t tmpfs -o mode=755 tmpfs "$space"
mkdir "$space/upper" "$space/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$space/upper,workdir=$space/work" "$root"

# The overlay contains only the file system of /, so bind folders of others.
for path in "$@"; do
  [[ -e $root$path ]] || { mkdir -p "$root$path" && mount --bind "$path" "$root$path"; }
done
mkdir -p "$root/proof"
mount --bind "$shared/proof" "$root/proof"

mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
: >"$root/proof/console"
touch "$root/dev/console"
mount --bind "$root/proof/console" "$root/dev/console"

# Remove this machine's units, and files that the boot script writes.
rm -rf "$root/etc/systemd/system" "$root/etc/systemd/user" "$root/opt/aws" "$root/opt/application"
rm -f "$root/usr/local/bin/docker"
rm -rf "$root/etc/application.env" "$root/etc/rsyslog.d" "$root/var/log"
mkdir -p "$root/etc/systemd/system/multi-user.target.wants" "$root/var/log/journal" "$root/usr/local/bin"
for unit in tmp.mount systemd-networkd-wait-online.service systemd-udevd.service systemd-logind.service console-getty.service getty@tty1.service; do
  ln -s /dev/null "$root/etc/systemd/system/$unit"
done
# Keep /tmp, which may contain these tests and the AWS CLI.
mkdir -p "$root/etc/tmpfiles.d"
ln -sf /dev/null "$root/etc/tmpfiles.d/tmp.conf"
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
hostname ip-10-0-0-7
ip link set lo up
ip address add 169.254.169.254/32 dev lo

# The application's user needs access to the interpreter.
for ((path = 1; path; )); do
  chmod o+x "$root$python"
  [[ $python == / || $python == . ]] && path=0
  python=$(dirname "$python")
done
cp -r "$root/proof/image/." "$root/"

cd "$root"
mkdir -p host
pivot_root . host
umount -l /host
exec env -i container=proof PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /bin/sh -c 'exec "$(readlink -f /sbin/init || echo /lib/systemd/systemd)" --system --unit=multi-user.target --log-target=journal --show-status=0' </dev/null >/proof/init.log 2>&1
