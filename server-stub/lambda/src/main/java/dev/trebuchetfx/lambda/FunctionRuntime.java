// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/**
 * The start of a function in a container, and its stay in a snapshot of SnapStart. Before the snapshot it is warmed up without any network, so that classes
 * are loaded and compiled in it; no id, connection or credential gets into it.
 */
final class FunctionRuntime implements Resource {
    private final FunctionParts parts;

    FunctionRuntime(FunctionParts parts) {
        this.parts = parts;
    }

    /** Makes the parts of a function. */
    static FunctionParts start(Map<String, String> environment) {
        // The JDK would keep five connections to a host, and open others anew for each post.
        if (System.getProperty("http.maxConnections") == null) {
            System.setProperty("http.maxConnections", "256");
        }
        FunctionParts parts = new FunctionParts(FunctionSettings.read(environment), new FunctionTime());
        FunctionRuntime runtime = new FunctionRuntime(parts);
        parts.keep(runtime);
        Core.getGlobalContext().register(runtime);
        return parts;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.warmUp();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // Clients of the SDK open connections and find credentials when they are used; nothing was kept.
    }
}
