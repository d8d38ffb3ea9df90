// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
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
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A port on which HTTP requests are taken as a whole. Safe for use by any thread. */
// Nobody waits for the threads of the library to end.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HttpPort implements AutoCloseable {
    /** The largest body: that of a function's answer on Lambda, 6 MB. */
    private static final int MAX_BODY_BYTES = 6 << 20;

    private static final int BACKLOG = 2_048;

    private final EventLoopGroup threads;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listening;

    /**
     * Listens.
     *
     * @param address the address; port 0 takes a free one
     * @param handlers adds the handlers of whole requests to a new socket's pipeline
     * @throws IOException if the address can't be listened on
     */
    public HttpPort(InetSocketAddress address, String threadName, Consumer<ChannelPipeline> handlers)
            throws IOException {
        this.threads = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory(threadName, true), NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast("aggregator", new HttpObjectAggregator(MAX_BODY_BYTES));
                        handlers.accept(channel.pipeline());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (bound.cause() != null) {
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "could not listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        this.listening = bound.channel();
    }

    /** Returns the port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops to listen, and drops every socket. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
