// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function as it is deployed.
 *
 * @param name the name of the function
 * @param handler the class of its handler
 * @param classPath the class path of its containers, which has the runtime interface client
 * @param environment the variables of its containers, beside those that Lambda sets
 * @param timeout the longest time for one invocation
 * @param maxContainers the most containers at one time
 * @param jvmArguments the arguments of the JVM of a container
 * @param logs the folder for what containers write, a file each
 */
public record FunctionSpec(
        String name,
        String handler,
        String classPath,
        Map<String, String> environment,
        Duration timeout,
        int maxContainers,
        List<String> jvmArguments,
        Path logs) {
    public FunctionSpec {
        environment = Map.copyOf(environment);
        jvmArguments = List.copyOf(jvmArguments);
        if (maxContainers < 1) {
            throw new IllegalArgumentException("maxContainers must be at least 1 but was " + maxContainers);
        }
    }
}
