// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

import org.jspecify.annotations.Nullable;

/** The commands by which the template becomes a stack. */
public final class DeploymentCommands {
    private DeploymentCommands() {}

    /**
     * Returns the commands as a script, to be run in the folder of the template.
     *
     * @param jar the path of the functions' jar
     */
    public static String of(DeploymentConfig config, String jar) {
        String region = config.region() == null ? "" : " --region " + config.region();
        return """
                #!/bin/sh
                # Makes the stack of template.yaml on AWS, or changes it. Needs the tools aws and sam, and credentials of an account.
                # With --take-over a new stack uses the tables of states that a former one has left.
                set -eu
                cd "$(dirname "$0")"

                # The functions: mvn -pl server-stub/lambda -am package
                cp '%2$s' %3$s

                left=
                if ! aws cloudformation describe-stacks --stack-name %1$s%4$s >/dev/null 2>&1; then
                    left=$(aws dynamodb describe-table --table-name %6$s --query Table.LatestStreamArn --output text%4$s 2>/dev/null) || left=
                    if [ -n "$left" ] && [ "${1-}" != --take-over ]; then
                        echo "expected no table %6$s, since there is no stack %1$s yet, but found one: if another stack has it, name another state_table and connection_table; if a former stack has left it, go on with it by --take-over" >&2
                        exit 1
                    fi
                fi

                sam validate --lint --template-file template.yaml%4$s
                sam deploy --template-file template.yaml --stack-name %1$s --capabilities CAPABILITY_IAM --resolve-s3 --no-fail-on-empty-changeset%4$s --parameter-overrides Stage=%5$s StateTableName=%6$s ConnectionTableName=%7$s AlarmTopic=%8$s ${left:+StateStream="$left"}
                aws cloudformation describe-stacks --stack-name %1$s --query 'Stacks[0].Outputs'%4$s
                """.formatted(
                        config.name(),
                        jar.replace("'", "'\\''"),
                        SamTemplate.JAR,
                        region,
                        config.stage(),
                        config.stateTable(),
                        config.connectionTable(),
                        orNone(config.alarmTopic()));
    }

    /** Returns the value of a parameter that may be missing: the tools pass no empty ones. */
    static String orNone(@Nullable String value) {
        return value == null ? "none" : value;
    }
}
