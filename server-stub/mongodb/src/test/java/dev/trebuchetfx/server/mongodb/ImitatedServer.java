// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The imitation of a server, with transactions of our own making: one runs at a time, a second one is refused as one that has met a
 * conflict, and an end without a commit takes back what it wrote. Others see what it has not committed. It shows that the store asks sensible
 * questions; how a real server answers them it can't show. Its change streams are our
 * own as well.
 */
final class ImitatedServer implements AutoCloseable {
    private final Backend backend = new Backend();
    private final MongoServer server;
    private final InetSocketAddress address;

    ImitatedServer() {
        server = new MongoServer(backend);
        address = server.bind();
    }

    /** Returns the address of a database for a store. */
    String address(String database) {
        return "mongodb://127.0.0.1:" + address.getPort() + "/" + database + "?directConnection=true";
    }

    /** Lets change streams forget what they have told, as where the log of operations is full. */
    void forgetChanges() {
        backend.forgetChanges();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Backend extends MemoryBackend {
        private static final int WIRE_VERSION_OF_6 = 17;
        private static final int WAIT_MILLIS = 10;

        private final ImitatedChanges changes = new ImitatedChanges();

        /** The session whose transaction is under way; null while there is none. Guarded by this object, as the field below. */
        private @Nullable Object active;

        /** The documents of the collections before the first write of the transaction. */
        private final Map<MongoCollection<?>, List<Document>> before = new HashMap<>();

        @Override
        public synchronized Document handleCommand(
                Channel channel, String databaseName, String command, Document query) {
            return switch (command.toLowerCase(java.util.Locale.ROOT)) {
                case "hello", "ismaster" -> hello(channel, databaseName, query);
                case "committransaction" -> end(query, false);
                case "aborttransaction" -> end(query, true);
                case "getmore" -> more(channel, databaseName, command, query);
                case "aggregate" -> {
                    Document opened = changes.open(query);
                    yield opened != null ? opened : run(channel, databaseName, command, query);
                }
                default -> run(channel, databaseName, command, query);
            };
        }

        private Document run(Channel channel, String databaseName, String command, Document query) {
            boolean isInTransaction = Boolean.FALSE.equals(query.get("autocommit"));
            if (isInTransaction) {
                if (active == null) {
                    active = query.get("lsid");
                } else if (!active.equals(query.get("lsid"))) {
                    return conflict();
                }
                if (before.isEmpty() && !command.equals("find")) {
                    remember(resolveDatabase(databaseName));
                }
            }
            Document answer = super.handleCommand(channel, databaseName, command, query);
            changes.note(command, query, answer);
            if (!isInTransaction) {
                changes.commit();
            }
            return answer;
        }

        /** Waits for news but a moment, since the thread has other lines to serve. */
        @SuppressWarnings("WaitNotInLoop") // Whoever wakes early just asks again.
        private Document more(Channel channel, String databaseName, String command, Document query) {
            Object cursor = query.get(command);
            if (cursor != null && changes.isIdle(cursor)) {
                try {
                    wait(WAIT_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            Document next = cursor == null ? null : changes.next(cursor);
            return next != null ? next : super.handleCommand(channel, databaseName, command, query);
        }

        synchronized void forgetChanges() {
            changes.forget();
        }

        private Document hello(Channel channel, String databaseName, Document query) {
            InetSocketAddress own = (InetSocketAddress) channel.localAddress();
            String name = own.getHostString() + ":" + own.getPort();
            return super.handleCommand(channel, databaseName, "ismaster", query)
                    .append("isWritablePrimary", true)
                    .append("secondary", false)
                    .append("setName", "imitated")
                    .append("hosts", List.of(name))
                    .append("me", name)
                    .append("primary", name)
                    .append("logicalSessionTimeoutMinutes", 30)
                    .append("maxWireVersion", WIRE_VERSION_OF_6);
        }

        private static Document conflict() {
            return new Document("ok", 0.0)
                    .append("code", 112)
                    .append("codeName", "WriteConflict")
                    .append("errmsg", "another transaction is under way")
                    .append("errorLabels", List.of("TransientTransactionError"));
        }

        private void remember(MongoDatabase database) {
            for (String name : List.of("actor_states", "actor_state_log")) {
                MongoCollection<?> collection = database.resolveCollection(name, true);
                before.put(
                        collection,
                        collection.queryAllAsStream().map(Document::cloneDeeply).toList());
            }
        }

        private Document end(Document query, boolean takeBack) {
            if (active != null && active.equals(query.get("lsid"))) {
                if (takeBack) {
                    before.forEach((collection, documents) -> {
                        collection.deleteDocuments(new Document(), Integer.MAX_VALUE);
                        collection.addDocuments(documents.stream());
                    });
                }
                if (takeBack) {
                    changes.takeBack();
                } else {
                    changes.commit();
                }
                before.clear();
                active = null;
            }
            return new Document("ok", 1.0);
        }
    }
}
