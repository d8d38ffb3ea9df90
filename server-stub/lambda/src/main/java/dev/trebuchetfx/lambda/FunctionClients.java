// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The makers of the SDK's clients. Credentials and the region are those that the SDK finds by its default chains. */
final class FunctionClients {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration REQUEST = Duration.ofSeconds(8);

    private FunctionClients() {}

    static DynamoDbClient tables(@Nullable URI endpoint) {
        return built(DynamoDbClient.builder(), endpoint, ClientOverrideConfiguration.builder())
                .build();
    }

    static ApiGatewayManagementApiClient gateway(URI endpoint) {
        return built(
                        ApiGatewayManagementApiClient.builder(),
                        endpoint,
                        // What is throttled is sent again after pauses of our own, for as long as the function has
                        // time.
                        ClientOverrideConfiguration.builder().retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B built(
            B builder, @Nullable URI endpoint, ClientOverrideConfiguration.Builder configuration) {
        builder.httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(REQUEST));
        builder.overrideConfiguration(configuration
                .apiCallTimeout(REQUEST)
                .apiCallAttemptTimeout(REQUEST.dividedBy(2))
                .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder;
    }
}
