# shellcheck shell=bash
STEP="installing security updates"
dnf -y -q upgrade --security --releasever=latest
