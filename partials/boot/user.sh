# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
STEP="preparing the application"
id -u "$APPLICATION_USER" >/dev/null 2>&1 ||
  useradd --system --no-create-home --shell /sbin/nologin "$APPLICATION_USER"
mkdir -p /opt/application
