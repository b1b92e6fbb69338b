# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# The hook is completed before the load balancer asks for the instance's health.
STEP="waiting for the application"
until curl -s -f -o /dev/null -m 5 "$HEALTH_URL"; do
  alive
  ((SECONDS < TIMEOUT - 60)) || fail "the application does not answer at $HEALTH_URL: $(last_words)"
  sleep 5
done
STEP="completing the lifecycle hook"
complete CONTINUE
# What fails from here on is no longer the hook's business.
unset -f abandon
