// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A call names the span of OpenTelemetry in which it is made. */
class CallTraceTest extends ScriptedTest {
    private static final SpanContext SPAN = SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());

    @Test
    void aCallWithinASpanIsBelowIt() {
        server.acceptExtended();
        CompletableFuture<Void> made;
        try (Scope scope = Span.wrap(SPAN).makeCurrent()) {
            assertThat(scope).isNotNull();
            made = client.actor("todos").call("clear", Void.class);
        }
        assertThat(made).isNotDone();

        InvocationEnvelope call = server.take(InvocationEnvelope.class);
        assertThat(call.traceContext())
                .isEqualTo(new TraceContext(
                        UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c"),
                        new UUID(0, call.callID().getLeastSignificantBits()),
                        UUID.fromString("00000000-0000-0000-b7ad-6b7169203331")));
    }

    @Test
    void aCallOutsideOfSpansHasNoTrace() {
        server.acceptExtended();
        CompletableFuture<Void> made = client.actor("todos").call("clear", Void.class);

        assertThat(made).isNotDone();
        assertThat(server.take(InvocationEnvelope.class).traceContext()).isNull();
    }

    @Test
    void aCallIsMadeAlsoWhereTheSpanCanNotBeAsked() {
        server.acceptExtended();
        Span broken = (Span) Proxy.newProxyInstance(
                Span.class.getClassLoader(), new Class<?>[] {Span.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    throw new IllegalStateException("this span is broken");
                });
        CompletableFuture<Void> made;
        try (Scope scope = broken.makeCurrent()) {
            assertThat(scope).isNotNull();
            made = client.actor("todos").call("clear", Void.class);
        }

        assertThat(made).isNotDone();
        assertThat(server.take(InvocationEnvelope.class).traceContext()).isNull();
    }
}
