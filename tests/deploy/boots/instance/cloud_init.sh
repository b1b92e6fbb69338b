#!/bin/bash
# What cloud-init does with scripts when an instance starts: those of each boot, then user data,
# which runs once in an instance's life. cloud_init.sh USER_DATA
status=0
for script in /var/lib/cloud/scripts/per-boot/*; do
  [[ ! -x $script ]] || "$script" || status=$?
done
if [[ ! -e /var/lib/cloud/instance/sem/config_scripts_user ]]; then
  mkdir -p /var/lib/cloud/instance/sem
  : >/var/lib/cloud/instance/sem/config_scripts_user
  "$1" || status=$?
fi
exit $status
