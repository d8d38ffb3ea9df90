// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateChange;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the messages of logical replication, as the plugin {@code pgoutput} writes them in its version 1. It gathers the changes of
 * one table, transaction by transaction. Confined to one thread.
 */
final class PgOutputReader {
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final String table;

    /** The tables of that name, by the number that stands for each in the messages. */
    private final Map<Integer, Columns> relations = new HashMap<>();

    private final ChangeBatch batch;
    private @Nullable Instant committedAt;
    private int transaction;

    /**
     * @param table the name of the table whose changes count
     * @param batch receives the changes
     */
    PgOutputReader(String table, ChangeBatch batch) {
        this.table = table;
        this.batch = batch;
    }

    /** The places of the columns that count. */
    private record Columns(int actor, int number) {}

    /** Reads a message, and returns whether it has ended a transaction. */
    boolean read(ByteBuffer message) {
        char kind = (char) message.get();
        try {
            switch (kind) {
                case 'B' -> begin(message);
                case 'R' -> relation(message);
                case 'I' -> insert(message);
                case 'U' -> update(message);
                case 'D' -> delete(message);
                case 'T' -> truncate(message);
                case 'C' -> {
                    return true;
                }
                default -> {
                    // Origins, types and messages of other programs.
                }
            }
        } catch (BufferUnderflowException | NumberFormatException | IndexOutOfBoundsException e) {
            batch.addMalformed(
                    "expected a message of pgoutput but found one of kind '" + kind + "' that ends too early");
        }
        return false;
    }

    /** Returns the number of the transaction that began last. */
    int transaction() {
        return transaction;
    }

    private void begin(ByteBuffer message) {
        message.getLong();
        committedAt = EPOCH.plus(message.getLong(), ChronoUnit.MICROS);
        transaction = message.getInt();
    }

    private void relation(ByteBuffer message) {
        int id = message.getInt();
        text(message);
        String name = text(message);
        message.get();
        int count = message.getShort();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            message.get();
            columns.add(text(message));
            message.getInt();
            message.getInt();
        }
        if (name.equals(table) && columns.contains("actor_id") && columns.contains("sequence_number")) {
            relations.put(id, new Columns(columns.indexOf("actor_id"), columns.indexOf("sequence_number")));
        } else {
            relations.remove(id);
        }
    }

    private void insert(ByteBuffer message) {
        Columns columns = relations.get(message.getInt());
        if (columns != null) {
            message.get();
            add(columns, row(message));
        }
    }

    private void update(ByteBuffer message) {
        Columns columns = relations.get(message.getInt());
        if (columns == null) {
            return;
        }
        // The row before comes along where its key has changed.
        if (message.get() != 'N') {
            addGone(columns, row(message));
            message.get();
        }
        add(columns, row(message));
    }

    private void delete(ByteBuffer message) {
        Columns columns = relations.get(message.getInt());
        if (columns != null) {
            message.get();
            addGone(columns, row(message));
        }
    }

    private void truncate(ByteBuffer message) {
        int count = message.getInt();
        message.get();
        for (int i = 0; i < count; i++) {
            if (relations.containsKey(message.getInt())) {
                batch.addAnything();
            }
        }
    }

    private void add(Columns columns, List<@Nullable String> row) {
        String actor = row.get(columns.actor);
        String number = row.get(columns.number);
        if (actor != null) {
            batch.add(new StateChange(actor, number == null ? null : Long.valueOf(number), committedAt));
        }
    }

    private void addGone(Columns columns, List<@Nullable String> row) {
        String actor = row.get(columns.actor);
        if (actor != null) {
            batch.add(new StateChange(actor, null, committedAt));
        }
    }

    /** Reads the columns of a row; null for those that are null or left out. */
    private static List<@Nullable String> row(ByteBuffer message) {
        int count = message.getShort();
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (message.get() == 't') {
                byte[] bytes = new byte[message.getInt()];
                message.get(bytes);
                row.add(new String(bytes, StandardCharsets.UTF_8));
            } else {
                row.add(null);
            }
        }
        return row;
    }

    private static String text(ByteBuffer message) {
        int start = message.position();
        while (message.get() != 0) {
            // Its end is a zero byte.
        }
        int length = message.position() - 1 - start;
        byte[] bytes = new byte[length];
        message.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
