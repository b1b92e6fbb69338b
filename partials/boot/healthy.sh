# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
target_state() {
  aws elbv2 describe-target-health --target-group-arn "$TARGET_GROUP" \
    --targets "Id=$INSTANCE,Port=$PORT" --output text \
    --query "TargetHealthDescriptions[0].TargetHealth.[State,Reason]" || echo "unknown"
}
STEP="waiting for the load balancer"
STATE=unknown
until [[ $STATE == healthy* ]]; do
  alive
  ((SECONDS < TIMEOUT - 30)) || fail "its target is $STATE after $SECONDS seconds: $(last_words)"
  sleep 5
  STATE=$(target_state | tr '\t' ' ')
done
echo "boot: healthy after $SECONDS seconds"
signal 0
