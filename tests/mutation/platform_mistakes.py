"""Mistakes that make OpenPAI's portal, plugins, scheduler or the shell fail."""

from mistake import change, drop, kind, put

JOB, COMPACT, PROGRAM = "distributed.yaml", "compact.yaml", "program.yaml"
DATA, SCRIPT, IMAGE = "data.yaml", "script.yaml", "dockerimage.yaml"

_PORTAL = [
    *kind(
        "a version is a number",
        "version-is-number",
        [
            change(JOB, 'version: "2.1.0"', "version: 2.1", hint='`version: "2.1"`'),
            change(JOB, 'version: "1.4"', "version: 1.4", hint='`version: "1.4"`'),
            change(DATA, 'version: "2024.05"', "version: 2024.10", hint='`version: "2024.10"`'),
            change(IMAGE, 'version: "5.2"', "version: 5", hint='`version: "5"`'),
            change(COMPACT, "\"version\": '0.3'", '"version": 0.3', hint='`version: "0.3"`'),
            change(COMPACT, 'version: "1"', "version: 1", hint='`version: "1"`'),
            change(PROGRAM, '"version": "1.0.0"', '"version": 1.10', hint='`version: "1.10"`'),
        ],
    ),
    *kind(
        "the portal cannot edit the name of a task role",
        "role-name-not-editable",
        [
            change(COMPACT, '"main": {', '"main_role": {', hint="`mainrole`"),
            change(COMPACT, '"main": {', '"Main": {', hint="`main`"),
            change(PROGRAM, '"count": {', '"wordCount": {', hint="`wordcount`"),
        ],
    ),
    *kind(
        "the portal refuses the name of a deployment",
        "refused-by-portal",
        [
            change(JOB, "  - name: cluster_b", "  - name: cluster-b", hint="`cluster_b`"),
        ],
    ),
    *kind(
        "a number of instances decides nothing",
        "completion-out-of-range",
        [
            change(JOB, "minFailedInstances: 1", "minFailedInstances: -2", hint="`"),
            change(JOB, "minSucceededInstances: -1", "minSucceededInstances:", hint="`"),
            change(JOB, "minSucceededInstances: 2", "minSucceededInstances: null", hint="`"),
        ],
    ),
    *kind(
        "more instances decide than there are",
        "completion-exceeds-instances",
        [
            change(JOB, "minFailedInstances: 1", "minFailedInstances: 2", hint="`1`"),
            change(JOB, "minSucceededInstances: 2", "minSucceededInstances: 3", hint="`2`"),
        ],
    ),
    *kind(
        "extras of a component are no mapping",
        "ignored-extras",
        [
            change(
                DATA,
                "extras:\n  paicatalog:\n    license: CC-BY-4.0\n    homepage: https://example.com/pictures\n",
                "extras: []\n",
                hint="`paicatalog: ",
            ),
        ],
    ),
    *kind(
        "a container option does not exist",
        "unknown-container-option",
        [
            change(JOB, "shmMB: 2048", "shmMb: 2048", hint="`shmMB`"),
            change(JOB, "infiniband: true", "infinyband: true", hint="`infiniband`"),
            put(JOB, "shmMB", "privileged: true", hint="`infiniband`"),
            change(JOB, "infiniband: true", "infiniband: 1", hint="`true`"),
            change(JOB, "infiniband: true", 'infiniband: "yes"', hint="`true`"),
        ],
    ),
    *kind(
        "a resource is impossible",
        "impossible-resource",
        [
            change(JOB, "cpu: 4", "cpu: 0", hint="`1`"),
            change(JOB, "memoryMB: 8192", "memoryMB: -1", hint="`1`"),
            change(JOB, "gpu: 0", "gpu: -1", hint="`0`"),
            change(JOB, "shmMB: 2048", "shmMB: 0", hint="`1`"),
            change(PROGRAM, '"cpu": 1', '"cpu": 0', hint="`1`"),
        ],
    ),
    *kind(
        "shared memory is larger than all memory",
        "shm-exceeds-memory",
        [
            change(JOB, "shmMB: 2048", "shmMB: 32768", hint="`memoryMB`"),
        ],
    ),
    *kind(
        "a port is numbered",
        "port-number-as-count",
        [
            change(JOB, "grpc: 1", "grpc: 8080", hint="`grpc: 1`"),
            change(JOB, "metrics: 1", "metrics: 9090", hint="`metrics: 1`"),
        ],
    ),
    *kind(
        "a port is not read",
        "unused-port",
        [
            put(JOB, "grpc: 1", "spare: 1", hint="`$PAI_"),
        ],
        severity="note",
    ),
]
_PLUGINS = [
    *kind(
        "a plugin does not exist",
        "unknown-plugin",
        [
            change(JOB, "plugin: ssh", "plugin: shh", hint="`ssh`"),
            change(JOB, "plugin: tensorboard", "plugin: tensorbord", hint="`tensorboard`"),
            change(JOB, "plugin: teamwise_storage", "plugin: teamwise-storage", hint="`teamwise_storage`"),
            change(
                JOB,
                "plugin: com.microsoft.pai.runtimeplugin.cmd",
                "plugin: com.microsoft.pai.runtimeplugin.cmds",
                hint="`cmd`",
            ),
            change(
                JOB,
                "plugin: com.microsoft.pai.runtimeplugin.cmd",
                "plugin: cmd",
                hint="`com.microsoft.pai.runtimeplugin.cmd`",
            ),
        ],
    ),
    *kind(
        "a plugin has no such parameter",
        "unknown-plugin-parameter",
        [
            change(JOB, "sshbarrierTimeout", "sshBarrierTimeout", hint="`sshbarrierTimeout`"),
            change(JOB, "logdir:", "logDir:", hint="`logdir`"),
            change(JOB, "repo_uri:", "repo_url:", hint="`repo_uri`"),
            change(JOB, "clone_dir:", "clonedir:", hint="`clone_dir`"),
            change(
                JOB,
                "        preCommands:\n          - df",
                "        precommands:\n          - df",
                hint="`preCommands`",
            ),
            change(JOB, "storageConfigNames:", "storageConfigName:", hint="`storageConfigNames`"),
            change(JOB, "        port: 6006", "        prot: 6006", hint="`port`"),
            change(JOB, "        jobssh: true", "        jobSSH: true", hint="`jobssh`"),
        ],
    ),
    *kind(
        "a plugin lacks a parameter",
        "missing-plugin-parameter",
        [
            drop(JOB, "repo_uri", at=-1, hint="`repo_uri: "),
            change(
                JOB,
                "        storageConfigNames:\n          - confignfs",
                "        {}",
                at="plugin: teamwise_storage",
                hint="`storageConfigNames: ",
            ),
        ],
    ),
    *kind(
        "a parameter of a plugin is of another kind",
        "wrong-plugin-parameter",
        [
            change(JOB, "port: 6006", "port: 99999", hint="`port: 6006`"),
            change(JOB, "sshbarrierTimeout: 120", "sshbarrierTimeout: 2 minutes", hint="`sshbarrierTimeout: 120`"),
            change(JOB, "logdir:\n          logs: /mnt/logs", "logdir: /mnt/logs", hint="`logdir: "),
            change(
                JOB,
                "storageConfigNames:\n          - confignfs",
                "storageConfigNames: confignfs",
                hint="`storageConfigNames: ",
            ),
            change(JOB, "        preCommands:\n          - df -h", "        preCommands: df -h", hint="`preCommands: "),
            change(JOB, "repo_uri: https://code.example.com/recipes.git", "repo_uri: 7", hint="`repo_uri: "),
            change(JOB, "      parameters:\n        preCommands:\n          - df -h", "      parameters: df -h"),
        ],
    ),
    *kind(
        "the ssh plugin says nothing of jobssh",
        "ssh-plugin-without-jobssh",
        [
            drop(JOB, "jobssh", at="plugin: ssh", hint="`jobssh: true`"),
        ],
    ),
    *kind(
        "the portal refuses tensorboard without its parameters",
        "refused-by-portal",
        [
            drop(JOB, "port: 6006", at="plugin: tensorboard", hint="`"),
        ],
    ),
    *kind(
        "a plugin is there twice",
        "duplicate-plugin",
        [
            change(
                JOB,
                "    - plugin: tensorboard",
                "    - plugin: ssh\n      parameters: {jobssh: true}\n    - plugin: tensorboard",
            ),
            change(
                JOB,
                "    - plugin: cmd",
                "    - plugin: git\n      parameters: {repo_uri: a}\n    - plugin: cmd",
                hint="`git clone",
            ),
        ],
    ),
    *kind(
        "a plugin is malformed",
        "malformed-plugin",
        [
            change(JOB, "    - plugin: cmd\n", "    - name: cmd\n", hint="`- plugin: NAME`"),
            change(JOB, "failurePolicy: ignore", "failurePolicy: ignored", hint="`ignore`"),
            change(JOB, "failurePolicy: fail", "failurePolicy: never", hint="`fail`"),
            change(JOB, "jobssh: true", "jobssh: 1", hint="`true`"),
            change(JOB, "sshbarrier: true", "sshbarrier: [true]", hint="`true`"),
        ],
    ),
    *kind(
        "a callback is malformed",
        "malformed-callback",
        [
            change(JOB, "event: taskStarts", "event: taskStart", hint="`taskStarts`"),
            change(JOB, "event: taskSucceeds", "event: containerEnds", hint="`taskSucceeds`"),
            change(JOB, "      - event: taskStarts\n        commands", "      - commands", hint="`event: taskStarts`"),
            change(JOB, "        commands:\n          - mkdir -p /data", "        commands: mkdir -p /data", hint="`"),
            drop(JOB, "plugin: com.microsoft.pai.runtimeplugin.cmd", at="    callbacks:", hint="`plugin: "),
        ],
    ),
    *kind(
        "hived has no such priority",
        "unknown-hived-priority",
        [
            change(JOB, "jobPriorityClass: prod", "jobPriorityClass: production", hint="`prod`"),
            change(JOB, "jobPriorityClass: prod", "jobPriorityClass: Prod", hint="`prod`"),
            change(JOB, "jobPriorityClass: prod", "jobPriorityClass: high", hint="`crit`"),
            change(JOB, "jobPriorityClass: prod", "jobPriorityClass: 1", hint="`crit`"),
        ],
    ),
    *kind(
        "hived has no such setting",
        "unknown-hived-key",
        [
            change(JOB, "jobPriorityClass", "jobPriority", hint="`jobPriorityClass`"),
            change(JOB, "skuType", "skutype", hint="`skuType`"),
            change(JOB, "skuNum", "gpuNum", hint="`skuNum`"),
        ],
    ),
    *kind(
        "hived is told about a role that does not exist",
        "hived-unknown-role",
        [
            change(JOB, "      worker:\n        skuType", "      workers:\n        skuType", hint="`worker`"),
        ],
    ),
    *kind(
        "a setting of hived is malformed",
        "malformed-hived-role",
        [
            change(JOB, "skuNum: 2", "skuNum: 0", hint="`skuNum: 1`"),
            change(JOB, "skuNum: 2", 'skuNum: "2"', hint="`skuNum: 1`"),
            change(JOB, "skuType: K80", "skuType: 80", hint="`skuType: K80`"),
        ],
    ),
    *kind("a plugin is for a role that does not exist", "plugin-unknown-role", []),
]
_COMMANDS = [
    *kind(
        "a command goes on and nothing follows",
        "dangling-continuation",
        [
            change(JOB, '      - echo "<% $parameters.note %>"', '      - echo "<% $parameters.note %>" \\'),
            change(JOB, "_server_0_grpc", "_server_0_grpc \\"),
            change(JOB, "          - nvidia-smi", "          - nvidia-smi \\"),
            change(COMPACT, "cp total.txt <% $output.uri %>", "cp total.txt <% $output.uri %> \\"),
        ],
    ),
    *kind(
        "a variable does not exist",
        "unknown-pai-variable",
        [
            change(
                JOB,
                "$PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX",
                "$PAI_TASK_INDX",
                hint="`PAI_TASK_INDEX`",
            ),
            change(
                JOB,
                "$PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX",
                "$PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDX",
                hint="`PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX`",
            ),
            change(JOB, "          - nvidia-smi", "          - echo ${PAI_JOBNAME}", hint="`PAI_JOB_NAME`"),
            change(JOB, "$PAI_PORT_LIST_server_0_grpc", "$PAI_PORT_LIST_servers_0_grpc", hint="`server`"),
            change(JOB, "$PAI_PORT_LIST_server_0_grpc", "$PAI_PORT_LIST_server_1_grpc", hint="`"),
            change(COMPACT, "cp total.txt", "cp $PAI_USERNAM/total.txt", hint="`PAI_USERNAME`"),
        ],
    ),
    *kind(
        "a port is not declared",
        "port-not-declared",
        [
            change(JOB, "$PAI_PORT_LIST_server_0_grpc", "$PAI_PORT_LIST_server_0_grcp", hint="`grpc`"),
            change(
                JOB, "$PAI_CONTAINER_HOST_metrics_PORT_LIST", "$PAI_CONTAINER_HOST_metric_PORT_LIST", hint="`metrics`"
            ),
            change(JOB, "        metrics: 1", "        admin: 1", at="--metrics", hint="`ports: {metrics: 1}`"),
            change(JOB, "      ports:\n        metrics: 1\n", "", at="--metrics", hint="`ports: {metrics: 1}`"),
        ],
    ),
    *kind(
        "bash cannot read a command",
        "shell-syntax",
        [
            change(JOB, "weights ]; then", "weights ];", at="        fi", hint="`"),
            change(JOB, "        fi\n", "", at="        if ["),
            change(JOB, '- echo "<% $parameters.note %>"', "- echo '<% $parameters.note %>", hint="`"),
            change(JOB, "          - nvidia-smi", "          - nvidia-smi ||", hint="`"),
            change(COMPACT, "cp total.txt <% $output.uri %>", "cp total.txt (<% $output.uri %>)", hint="`"),
        ],
    ),
]
PLATFORM_MISTAKES = (*_PORTAL, *_PLUGINS, *_COMMANDS)
