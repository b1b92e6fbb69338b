# shellcheck shell=bash disable=SC2001 # a substitution in the shell would be harder to read
# What is fetched here comes as NAME=source pairs, and is left where systemd alone reads it.
(umask 077 && : >/etc/application.secrets)
keep() { # name, value
  printf '%s="%s"\n' "$1" "$(sed 's/[\\"]/\\&/g' <<<"$2")" >>/etc/application.secrets
}
