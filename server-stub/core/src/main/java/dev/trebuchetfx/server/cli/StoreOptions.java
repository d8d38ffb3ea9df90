// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} that say where the states of actors are kept. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "ADDRESS",
            description =
                    "Keeps the states of todos and counter in a database: sqlite:FILE, postgresql://USER@HOST:PORT/DATABASE or "
                            + "redis://HOST:PORT. Servers with one database are one cluster: each shows what the others change. Without it they end with the server.")
    private @Nullable String address;

    @Option(
            names = "--store-option",
            paramLabel = "NAME=VALUE",
            description =
                    "An option of the store, such as changes=replication; may be given several times. See docs/persistence.md.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--create-schema", description = "Makes the tables and triggers that the database lacks.")
    private boolean createSchema;

    /**
     * Opens the store; null where none is asked for.
     *
     * @throws IllegalArgumentException if the address or an option can't be used
     * @throws dev.trebuchetfx.server.store.StateStoreException if the store can't be used
     */
    @Nullable
    ActorStateStore open(TimeSource time) {
        String asked = address;
        if (asked == null) {
            if (createSchema || !options.isEmpty()) {
                throw new IllegalArgumentException("--create-schema and --store-option need a --store");
            }
            return null;
        }
        Map<String, String> all = new LinkedHashMap<>(options);
        if (createSchema) {
            all.put("create-schema", "true");
        }
        ServiceLoader<StateStoreProvider> providers = ServiceLoader.load(StateStoreProvider.class);
        for (StateStoreProvider provider : providers) {
            if (provider.accepts(asked)) {
                return provider.open(asked, LogRetention.DEFAULT, all, time);
            }
        }
        throw new IllegalArgumentException("--store must be "
                + providers.stream().map(each -> each.get().form()).collect(Collectors.joining(" or "))
                + ", but was '" + withoutPassword(asked) + "'");
    }

    private static String withoutPassword(String address) {
        return address.replaceAll("//[^/@]*@", "//…@");
    }
}
