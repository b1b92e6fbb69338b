# shellcheck shell=bash disable=SC2154 # the variables are set where this is included
STEP="preparing the application"
id -u "$APPLICATION_USER" >/dev/null 2>&1 ||
  useradd --system --no-create-home --shell /sbin/nologin "$APPLICATION_USER"
mkdir -p /opt/application
