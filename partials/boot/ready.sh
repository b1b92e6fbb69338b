# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# The group waits for the hook before the load balancer asks for the instance's health.
STEP="waiting for the application"
until curl -s -f -o /dev/null -m 5 "$HEALTH_URL"; do
  if ((SECONDS > TIMEOUT - 60)); then
    complete ABANDON || true
    fail "the application does not answer at $HEALTH_URL: $(last_words)"
  fi
  sleep 5
done
STEP="completing the lifecycle hook"
complete CONTINUE
