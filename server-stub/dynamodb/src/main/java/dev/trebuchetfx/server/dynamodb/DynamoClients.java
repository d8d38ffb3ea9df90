// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import java.time.Duration;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The makers of clients. Credentials are those that the SDK finds by its default chain. */
final class DynamoClients {
    /** A provider of the SDK as its messages name it, by package, class and hash. */
    private static final Pattern PROVIDER = Pattern.compile("software\\.amazon\\.[\\w.]+\\.(\\w+)@[0-9a-f]+");

    private DynamoClients() {}

    static DynamoDbClient tables(DynamoOptions options) {
        return built(DynamoDbClient.builder(), options).build();
    }

    static DynamoDbStreamsClient streams(DynamoOptions options) {
        return built(DynamoDbStreamsClient.builder(), options).build();
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B built(
            B builder, DynamoOptions options) {
        Duration whole = options.requestTimeout();
        builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                .connectionTimeout(options.connectTimeout())
                .socketTimeout(whole));
        builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .apiCallTimeout(whole)
                // An answer that does not come is asked for again while there is time.
                .apiCallAttemptTimeout(whole.dividedBy(2))
                .build());
        if (options.endpoint() != null) {
            builder.endpointOverride(options.endpoint());
        }
        if (options.region() != null) {
            builder.region(options.region());
        }
        return builder;
    }

    /** Returns the exception for a client that could not be made, as where no region is known. */
    static IllegalArgumentException refusal(SdkClientException e) {
        return new IllegalArgumentException(
                "the store on DynamoDB needs a region; give the option region, or set AWS_REGION ("
                        + PROVIDER.matcher(String.valueOf(e.getMessage())).replaceAll("$1") + ")",
                e);
    }
}
