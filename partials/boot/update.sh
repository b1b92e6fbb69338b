# shellcheck shell=bash disable=SC2034 # the variables are shared with the other parts
STEP="installing security updates"
dnf -y -q upgrade --security --releasever=latest
