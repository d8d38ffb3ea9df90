// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

/**
 * The load of a {@link SocketServer} at one moment.
 *
 * @param sockets the number of open sockets
 * @param opening the number of those that are not WebSockets yet
 * @param incomingBytes the bytes of unfinished incoming messages on all connections
 * @param outgoingBytes the bytes of messages that have not left yet on all connections
 * @param refusedFull the number of sockets since the start that found the server full
 * @param refusedRequests the number of requests since the start that were refused
 * @param tooLate the number of sockets since the start that were closed since they had not become WebSockets in time
 * @param protocolErrors the number of connections since the start that broke the rules of WebSocket or a limit of its messages
 * @param full whether there are as many WebSockets as there may be
 * @param accepting whether it takes new sockets; false while the process has no descriptor left
 */
public record SocketLoad(
        int sockets,
        int opening,
        long incomingBytes,
        long outgoingBytes,
        long refusedFull,
        long refusedRequests,
        long tooLate,
        long protocolErrors,
        boolean full,
        boolean accepting) {}
