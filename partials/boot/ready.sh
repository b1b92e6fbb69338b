# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# The hook is completed before the load balancer asks for the instance's health.
STEP="waiting for the application"
succeeds() { # status, as the load balancer counts it
  local range
  for range in ${SUCCESS_CODES//,/ }; do
    if ((${range%-*} <= 10#$1 && 10#$1 <= ${range#*-})); then return 0; fi
  done
  return 1
}
until succeeds "$(curl -s -o /dev/null -m 5 -w "%{http_code}" "$HEALTH_URL")"; do
  alive
  ((SECONDS < TIMEOUT - 60)) || fail "the application does not answer at $HEALTH_URL: $(last_words)"
  sleep 5
done
STEP="completing the lifecycle hook"
complete CONTINUE
# What fails from here on is no longer the hook's business.
unset -f abandon
