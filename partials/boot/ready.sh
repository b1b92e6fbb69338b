# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
# An instance refresh does not wait for signals but for this hook, before the load balancer asks.
complete() { # result
  aws autoscaling complete-lifecycle-action --lifecycle-hook-name ready \
    --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE" --lifecycle-action-result "$1"
}
STEP="asking for the Auto Scaling group"
GROUP=$(aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" \
  --query "AutoScalingInstances[0].AutoScalingGroupName" --output text)
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
