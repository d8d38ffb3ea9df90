// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.deployment;

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
                # Makes the stack of template.yaml on AWS. Needs the tools aws and sam, and credentials of an account.
                set -eu
                cd "$(dirname "$0")"

                # The functions: mvn -pl server-stub/lambda -am package
                cp '%2$s' %3$s

                sam validate --lint --template-file template.yaml%4$s
                sam deploy --template-file template.yaml --stack-name %1$s --capabilities CAPABILITY_IAM --resolve-s3 --no-fail-on-empty-changeset%4$s
                aws cloudformation describe-stacks --stack-name %1$s --query 'Stacks[0].Outputs'%4$s
                """.formatted(config.name(), jar.replace("'", "'\\''"), SamTemplate.JAR, region);
    }
}
