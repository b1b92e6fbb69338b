# shellcheck shell=bash disable=SC2034 # the variables are shared with the other parts
# An instance of the warm pool is stopped as soon as the hook is completed, and not before.
STEP="asking whether this is the warm pool"
TARGET_STATE=$(metadata autoscaling/target-lifecycle-state)
if [[ $TARGET_STATE == Warmed:* ]]; then
  complete CONTINUE
  exit 0
fi
# One that restarts in service keeps no hook waiting, and no deployment must take it for its own.
STEP="asking whether the instance is in service"
OWN_STATE=$(in_group LifecycleState)
[[ $OWN_STATE != InService ]] || exit 0
