// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.StateChangeSourceContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The source of changes in DynamoDB keeps the contract. All stores of a test are on one line, which is cut. */
@ExtendWith(LocalDynamoExtension.class)
class DynamoSourceContractTest extends StateChangeSourceContract {
    private final SystemTime time = new SystemTime("source-time", InstantSource.system());
    private final LocalDynamo.Tables tables;
    private final CuttableLine line;
    private final ChangesTable changes;

    DynamoSourceContractTest(LocalDynamo.Tables tables) {
        this.tables = tables;
        this.line = new CuttableLine(tables.endpoint());
        this.changes =
                new ChangesTable(new DynamoRequests(tables.client, time, Duration.ofSeconds(5)), tables.changes());
    }

    @AfterEach
    void end() {
        line.close();
        time.close();
    }

    @Override
    protected ActorStateStore open(LogRetention retention) {
        return new DynamoStateStoreProvider(name -> null, DynamoNode.SHORT)
                .open(
                        tables.address(),
                        retention,
                        tables.options(Map.of(
                                "endpoint", line.endpoint().toString(),
                                "poll-interval", "50ms",
                                "reader-term", "1s",
                                "request-timeout", "5s")),
                        time);
    }

    @Override
    protected void edit(String actor, String json) {
        tables.edit(actor, json);
    }

    @Override
    protected void remove(String actor) {
        tables.delete(actor);
    }

    @Override
    protected boolean cutWhile(Runnable work) {
        line.cut();
        try {
            work.run();
        } finally {
            line.join();
        }
        return true;
    }

    /** Speaks in the name of the reader, which loses its role by that, and takes it again after its term. */
    @Override
    protected boolean tell(String actor, long number) {
        Lease lease;
        do {
            lease = changes.lease();
        } while (lease == null || changes.tell(lease, Map.of(actor, number), Duration.ZERO) == null);
        return true;
    }

    @Override
    protected boolean tellNonsense() {
        tables.put("x".repeat(ActorStateStore.MAX_NAME_LENGTH + 1), "1", 1);
        return true;
    }
}
