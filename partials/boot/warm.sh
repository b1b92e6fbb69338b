# shellcheck shell=bash disable=SC2034 # the variables are shared with the other parts
# In the warm pool there is no load balancer to wait for; the service starts again with the instance.
STEP="asking whether this is the warm pool"
case $(metadata autoscaling/target-lifecycle-state) in Warmed:*) exit 0 ;; esac
