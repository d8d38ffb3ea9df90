// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.ActorStateStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store on DynamoDB keeps the contract. */
@ExtendWith(LocalDynamoExtension.class)
class DynamoContractTest extends ActorStateStoreContract {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource system = InstantSource.system();
    private final SystemTime time =
            new SystemTime("contract-time", () -> system.instant().plus(ahead.get()));
    private final LocalDynamo.Tables tables;

    DynamoContractTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    @Override
    protected ActorStateStore open(LogRetention retention) {
        return new DynamoStateStoreProvider().open(tables.address(), retention, tables.options(Map.of()), time);
    }

    @Override
    protected void letTimePass(Duration passed) {
        ahead.updateAndGet(passed::plus);
    }

    @Override
    protected int surplusVersions() {
        return 64;
    }
}
