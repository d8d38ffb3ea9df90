// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.StateStoreException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The store's exceptions for what the SDK throws. */
final class DynamoFailures {
    private static final String CREDENTIALS = "credentials";

    private DynamoFailures() {}

    /** Returns the exception for a failure after which a write may or may not have been stored. */
    static StateStoreException failure(String action, SdkException e) {
        return new StateStoreException("DynamoDB could not " + action + ": " + describe(e) + advice(e), e);
    }

    /** Returns the reason in words. */
    static String describe(Throwable e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            AwsErrorDetails details = service.awsErrorDetails();
            return details.errorCode() + ", " + details.errorMessage();
        }
        Throwable cause = root(e);
        return cause == e ? text(e) : text(e) + " (" + text(cause) + ")";
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns the reason why changes can't be heard, in words for the operator. */
    static String deafness(Throwable e) {
        return e instanceof SdkException failure
                ? "the stream of the table can't be read: " + describe(failure) + advice(failure)
                : text(e);
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getName() : message;
    }

    private static String advice(SdkException e) {
        if (isDenied(e)) {
            return "; give the role the rights that docs/dynamodb.md lists";
        }
        if (e instanceof ResourceNotFoundException) {
            return "; check the table's name, the region and the endpoint, or start with the option create-schema";
        }
        if (root(e) instanceof ConnectException || root(e) instanceof UnknownHostException) {
            return "; check the endpoint, the region and the way there";
        }
        return text(e).contains(CREDENTIALS)
                ? "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role"
                : "";
    }

    static boolean isDenied(SdkException e) {
        return e instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && "AccessDeniedException".equals(service.awsErrorDetails().errorCode());
    }
}
