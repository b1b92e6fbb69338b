#!/bin/bash
# Runs scripts as cloud-init does when an instance starts: first those of each boot, then user data,
# which runs only once. cloud_init.sh USER_DATA
status=0
mkdir -p /var/lib/cloud/data
sed -n 's/.*"instance": "\([^"]*\)".*/\1/p' /proof/environment.json >/var/lib/cloud/data/instance-id
for script in /var/lib/cloud/scripts/per-boot/*; do
  [[ ! -x $script ]] || "$script" || status=$?
done
if [[ ! -e /var/lib/cloud/instance/sem/config_scripts_user ]]; then
  mkdir -p /var/lib/cloud/instance/sem
  : >/var/lib/cloud/instance/sem/config_scripts_user
  "$1" || status=$?
fi
exit $status
