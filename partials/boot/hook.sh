# shellcheck shell=bash disable=SC2154 # the variables are shared with the other parts
# The group waits for this hook, and an instance refresh for nothing else: whatever fails abandons
# it, or the failure would show only when the hook's time is up.
in_group() { # what to know of the instance in its group
  timeout 60 aws autoscaling describe-auto-scaling-instances --instance-ids "$INSTANCE" \
    --query "AutoScalingInstances[0].$1" --output text
}

complete() { # result
  local group
  group=$(in_group AutoScalingGroupName) &&
    timeout 60 aws autoscaling complete-lifecycle-action --lifecycle-hook-name ready \
      --auto-scaling-group-name "$group" --instance-id "$INSTANCE" --lifecycle-action-result "$1"
}

abandon() {
  complete ABANDON
}

