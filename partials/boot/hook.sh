# shellcheck shell=bash disable=SC2001,SC2034,SC2154 # the variables are shared with the other parts
complete() { # result; the launching lifecycle hook lets the instance go on
  aws autoscaling complete-lifecycle-action --lifecycle-hook-name ready \
    --auto-scaling-group-name "$GROUP" --instance-id "$INSTANCE" --lifecycle-action-result "$1"
}
STEP="asking for the Auto Scaling group"
GROUP=$(aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" \
  --query "AutoScalingInstances[0].AutoScalingGroupName" --output text)
