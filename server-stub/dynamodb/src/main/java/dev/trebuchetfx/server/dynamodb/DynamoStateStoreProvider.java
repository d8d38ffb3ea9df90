// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The maker of stores on Amazon DynamoDB, for addresses such as {@code dynamodb:trebuche-actor-state}, which name the table of states.
 * Credentials are those that the AWS SDK finds by its default chain.
 *
 * <p>Its options: {@code create-schema} ({@code true} to make the tables, the stream and the times to live that are missing), {@code capacity}
 * ({@code on-demand}, or the units for reading and writing of tables that are made, such as {@code 20/10}), {@code log-table} and
 * {@code changes-table} (names), {@code check-schema} ({@code false} where the tables are
 * not looked at, as by a function that starts often), {@code endpoint} (an address, as of DynamoDB Local), {@code region}, {@code connect-timeout} (2s),
 * {@code request-timeout} (8s), {@code poll-interval} (200ms) and {@code reader-term} (5s).
 */
public final class DynamoStateStoreProvider implements StateStoreProvider {
    private final UnaryOperator<@Nullable String> environment;
    private final Pauses pauses;

    /** Makes a provider that reads the environment of the process. */
    public DynamoStateStoreProvider() {
        this(System::getenv, Pauses.DEFAULT);
    }

    /**
     * @param environment returns the value of a variable of the environment; null where there is none
     */
    DynamoStateStoreProvider(UnaryOperator<@Nullable String> environment, Pauses pauses) {
        this.environment = environment;
        this.pauses = pauses;
    }

    @Override
    public String form() {
        return DynamoOptions.FORM;
    }

    @Override
    public boolean accepts(String address) {
        return address.startsWith(DynamoOptions.SCHEME);
    }

    @Override
    public ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        DynamoOptions settings = DynamoOptions.read(address, options, environment);
        DynamoRequests requests = requests(settings, time);
        try {
            DynamoSchema schema = new DynamoSchema(requests, settings.names());
            if (settings.createSchema()) {
                schema.create(settings.capacity());
            }
            if (settings.checkSchema()) {
                schema.check();
            }
            return store(settings, requests, retention);
        } catch (RuntimeException e) {
            requests.close();
            throw e;
        }
    }

    private static DynamoRequests requests(DynamoOptions settings, TimeSource time) {
        try {
            return new DynamoRequests(DynamoClients.tables(settings), time, settings.requestTimeout());
        } catch (SdkClientException e) {
            throw DynamoClients.refusal(e);
        }
    }

    private ActorStateStore store(DynamoOptions settings, DynamoRequests requests, LogRetention retention) {
        DynamoNames names = settings.names();
        EditNumbering numbering = new EditNumbering(
                requests,
                names,
                new ActorLog(requests, names.log()),
                new StateTransactions(requests, names, retention));
        DynamoSession.Setting setting = new DynamoSession.Setting(
                requests,
                new ChangesTable(requests, names.changes()),
                numbering,
                () -> DynamoClients.streams(settings),
                new DynamoSchema(requests, names)::stream,
                settings.pollInterval(),
                settings.readerTerm());
        return new DynamoStateStore(requests, names, retention, numbering, () -> source(setting));
    }

    private StateChangeSource source(DynamoSession.Setting setting) {
        return new ReconnectingSource(
                () -> new DynamoSession(setting, UUID.randomUUID().toString()),
                pauses,
                DynamoFailures::deafness,
                setting.requests().time(),
                VirtualThreads.named("trebuchet-dynamodb-changes"));
    }
}
