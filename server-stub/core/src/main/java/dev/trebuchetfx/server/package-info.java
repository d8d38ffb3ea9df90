/**
 * The stub server. A program or a test builds it with {@link dev.trebuchetfx.server.StubServerBuilder}, asks the running
 * {@link dev.trebuchetfx.server.StubServer} about its streams, and brings {@link dev.trebuchetfx.server.StubFaults faults} about.
 */
@NullMarked
package dev.trebuchetfx.server;

import org.jspecify.annotations.NullMarked;
