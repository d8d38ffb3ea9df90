// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 7692, 7.1 lets each side say. */
class DeflateAgreementTest {
    private static final MessageCompression KEEPING = MessageCompression.ON;
    private static final MessageCompression FORGETTING = MessageCompression.ON.withoutContext();

    private static String answer(String offer, MessageCompression wanted) {
        return DeflateAgreement.acceptedOf(offer, wanted)
                .map(DeflateAgreement::answer)
                .orElse("no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | permessage-deflate",
                "PERMESSAGE-DEFLATE | permessage-deflate",
                "permessage-deflate; client_max_window_bits | permessage-deflate",
                "permessage-deflate; client_max_window_bits=9 | permessage-deflate",
                "permessage-deflate;client_no_context_takeover | permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_no_context_takeover | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15 | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\" | permessage-deflate; server_max_window_bits=15",
                // Of several the first that can be kept: this server has no smaller window.
                "permessage-deflate; server_max_window_bits=10, permessage-deflate | permessage-deflate",
                "x-webkit-deflate-frame, permessage-deflate | permessage-deflate",
            })
    void aServerAcceptsWhatItCanKeep(String offer, String answer) {
        assertThat(answer(offer, KEEPING)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; unknown",
                "permessage-deflate; ",
                "permessage-deflate, ",
                "permessage-deflate client_max_window_bits",
                "permessage-deflate; server_max_window_bits=\"15",
            })
    void aServerDeclinesWhatItCannotKeepOrRead(String offer) {
        assertThat(answer(offer, KEEPING)).isEqualTo("no");
    }

    @Test
    void aServerThatKeepsNothingSaysSo() {
        assertThat(answer("permessage-deflate", FORGETTING))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate | true | true",
                "permessage-deflate; server_no_context_takeover | false | true",
                "permessage-deflate; client_no_context_takeover | true | false",
                "permessage-deflate; server_max_window_bits=8 | true | true",
            })
    void aClientDoesAsTheAnswerSays(String answer, boolean serverKeeps, boolean clientKeeps) {
        assertThat(DeflateAgreement.answered(answer, KEEPING)).hasValueSatisfying(agreed -> {
            assertThat(agreed.serverKeepsContext()).isEqualTo(serverKeeps);
            assertThat(agreed.clientKeepsContext()).isEqualTo(clientKeeps);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_no_context_takeover=yes",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; unknown",
                "permessage-deflate, permessage-deflate",
                "permessage-bzip2",
            })
    void aClientDoesNotGoOnWithAnAnswerToAnotherOffer(String answer) {
        assertThat(DeflateAgreement.answered(answer, KEEPING)).isEmpty();
    }

    @Test
    void aClientThatKeepsNothingAsksTheServerToDoTheSame() {
        assertThat(DeflateAgreement.offer(FORGETTING))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        assertThat(DeflateAgreement.answered("permessage-deflate", FORGETTING)).isEmpty();
        assertThat(DeflateAgreement.answered("permessage-deflate; server_no_context_takeover", FORGETTING))
                .hasValueSatisfying(
                        agreed -> assertThat(agreed.clientKeepsContext()).isFalse());
    }
}
