#!/bin/bash
# Which folder may know which: an include in the wrong direction would let
# rules depend on ptrace, or a handler act where it should decide.
#
# What is checked are the includes that a file writes itself.  trace/ sees
# rules.h through call/call.h, since an event of a call carries what the rules
# answered; it may not include it, and so may not ask.
set -u
cd "$(dirname "$0")/../.." || exit 2
status=0

# forbid REASON PATTERN FILE...: no #include in FILE may match.
forbid()
{
	local reason=$1 pattern=$2 found
	shift 2
	found=$(grep -nE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($pattern)[\">]" \
		"$@" /dev/null)
	[ -n "$found" ] || return 0
	echo "${found//$'\n'/: $reason$'\n'}: $reason"
	status=1
}

all=$(find supervisor rules tracee-stub -name '*.[ch]')
not()
{
	echo "$all" | grep -vE "$1"
}

# shellcheck disable=SC2046,SC2086
{
	forbid 'rules/ knows nothing of calls' \
		'(tracee|call|trace|handle|audit|bpf|catalog)/.*|(sys|linux)/ptrace\.h' \
		$(echo "$all" | grep '^rules/')
	forbid 'handle/ decides, it does not act' \
		'trace/.*|(sys|linux)/ptrace\.h|(linux/)?seccomp\.h' \
		$(echo "$all" | grep '^supervisor/handle/')
	forbid 'trace/ does not judge' 'rules\.h|rules/.*|handle/.*' \
		$(echo "$all" | grep '^supervisor/trace/')
	forbid 'call/ does not know who serves it' 'trace/.*|handle/.*' \
		$(echo "$all" | grep '^supervisor/call/')
	forbid 'report/ reads records, it runs nothing' \
		'(tracee|call|trace|handle|bpf)/.*|(sys|linux)/ptrace\.h' \
		$(echo "$all" | grep '^supervisor/report/')
	forbid 'ask/ and ctl/ do not act' \
		'(trace|handle)/.*|(sys|linux)/ptrace\.h' \
		$(echo "$all" | grep -E '^supervisor/(ask|ctl)/')
	forbid 'learn/ reads records, and knows nothing of running jobs' \
		'(tracee|call|trace|handle|bpf|catalog|commands)/.*|opts\.h|run\.h' \
		$(echo "$all" | grep '^supervisor/learn/')
	forbid 'base/ stands alone' \
		'(tracee|call|trace|handle|audit|bpf|catalog)/.*|rules\.h' \
		$(echo "$all" | grep '^supervisor/base/')
	# run.c seizes the first process, before there is a loop to serve it.
	forbid 'only trace/ and tracee/ know ptrace' '(sys|linux)/ptrace\.h' \
		$(not '^supervisor/(trace/|tracee/|run\.c)')
	forbid 'stack/ only looks' '(call|trace|handle|audit|bpf)/.*' \
		$(echo "$all" | grep '^supervisor/stack/')
	forbid 'libunwind only in stack/native.c' 'libunwind.*\.h' \
		$(not '^supervisor/stack/native\.c$')
	forbid 'libseccomp only in bpf/' 'seccomp\.h' $(not '^supervisor/bpf/')
	forbid 'tables are hashed by base/hash.h' 'uthash\.h' \
		$(not '^supervisor/base/hash\.h$')
	# What a thread of the job does is asked for that thread (rules/when.h).
	found=$(grep -nE '\<policy_(file|net|run|process)\(' \
		$(echo "$all" | grep -E '^supervisor/(call|handle)/'))
	if [ -n "$found" ]; then
		echo "$found: say who asks, policy_..._by()"
		status=1
	fi
	# rules/yaml.h is ours, and reached as "yaml.h".
	found=$(grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*<yaml\.h>' \
		$(not '^rules/yaml\.c$'))
	if [ -n "$found" ]; then
		echo "$found: libyaml only in rules/yaml.c"
		status=1
	fi
}
exit $status
