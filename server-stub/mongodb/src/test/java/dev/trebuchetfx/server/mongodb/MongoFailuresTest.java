// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MongoFailuresTest {
    private static MongoCommandException error(int code, String message) {
        return new MongoCommandException(
                BsonDocument.parse("{'ok': 0, 'code': " + code + ", 'errmsg': '" + message
                        + "', 'errInfo': {'state': 'private'}}"),
                new ServerAddress());
    }

    @Test
    void aRightThatIsMissingIsNamedWithItsRemedy() {
        assertThat(MongoFailures.failure("open the store", error(13, "not authorized on states")))
                .hasMessage("MongoDB could not open the store: not authorized on states (error 13);"
                        + " give the user the role readWrite on the database");
    }

    @Test
    void valuesThatTheServerHasRefusedAreNotRepeated() {
        assertThat(MongoFailures.writeFailure("store", error(121, "Document failed validation")))
                .isInstanceOf(StateRefusedException.class)
                .hasMessage("MongoDB refused to store: Document failed validation (error 121)");
        assertThat(MongoFailures.writeFailure("store", error(11600, "shutting down")))
                .isInstanceOf(StateStoreException.class);
    }

    @Test
    void aStoreThatIsClosedSaysSo() {
        assertThat(MongoFailures.failure("load", new IllegalStateException("state should be: open")))
                .hasMessage("MongoDB could not load: the store is closed");
    }
}
