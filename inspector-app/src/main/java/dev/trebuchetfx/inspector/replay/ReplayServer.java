// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.replay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A loopback port on which a script is played to whoever connects. One thread serves all connections. Safe for use by any thread.
 */
// Nobody waits for the threads of the library to end.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReplayServer implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 64 << 10;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("capture-replay", true), NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    /**
     * Listens on a free port.
     *
     * @param extended the server says that it speaks the protocol extension
     * @throws IOException if no port can be opened
     */
    ReplayServer(ReplayPlayer player, boolean extended) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        channels.add(socket);
                        socket.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_HEAD_BYTES))
                                .addLast(new ReplayConnection(player, extended));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .awaitUninterruptibly();
        listening = bound.channel();
        if (bound.cause() != null) {
            close();
            throw new IOException(
                    "could not listen on a port of this machine: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
    }

    /** Returns the port that it listens on. */
    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops to listen, and drops every connection. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
