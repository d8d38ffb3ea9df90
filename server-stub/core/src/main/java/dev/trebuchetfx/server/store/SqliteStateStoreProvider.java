// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** The maker of stores in SQLite files, at addresses such as {@code sqlite:states.db}. Safe for use by any thread. */
public final class SqliteStateStoreProvider implements StateStoreProvider {
    private static final String SCHEME = "sqlite:";

    /** Makes the provider, as {@link java.util.ServiceLoader} does. */
    public SqliteStateStoreProvider() {}

    @Override
    public String form() {
        return SCHEME + "FILE";
    }

    @Override
    public boolean accepts(String address) {
        return address.startsWith(SCHEME);
    }

    @Override
    public ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("a store in a SQLite file must have no options but had "
                    + String.join(", ", options.keySet().stream().sorted().toList()) + "; leave them out");
        }
        String file = address.substring(SCHEME.length());
        if (file.isEmpty()) {
            throw new IllegalArgumentException("the address of a store in a SQLite file must be " + form()
                    + " but names no file; write it after the colon");
        }
        try {
            return new SqliteStateStore(Path.of(file), retention, time);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "the address '" + address + "' must name a file but is no path: " + e.getMessage(), e);
        }
    }
}
