# shellcheck shell=bash disable=SC2034 # the variables are shared with the other parts
# An instance of the warm pool is stopped as soon as the hook is completed, and not before.
STEP="asking whether this is the warm pool"
case $(metadata autoscaling/target-lifecycle-state) in
Warmed:*)
  complete CONTINUE
  exit 0
  ;;
esac
