# shellcheck shell=bash disable=SC2034 # the variables are shared with the other parts
STEP="cfn-init"
/opt/aws/bin/cfn-init --stack "$STACK" --resource LaunchTemplate --region "$REGION" \
  --configsets default ||
  fail "cfn-init failed: $(tail -n 3 /var/log/cfn-init.log | tr '\n' ' ' | cut -c 1-300)"
