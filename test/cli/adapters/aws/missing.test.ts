import { ServiceError } from "../../../../cli/adapters/aws/errors";
import { unlessMissing } from "../../../../cli/adapters/aws/missing";

test.each([
  [404, "NoSuchEntity"],
  [400, "com.amazonaws.sqs#QueueDoesNotExist"],
  [400, "AWS.SimpleQueueService.NonExistentQueue"],
  [400, "InvalidDocument"],
  [400, "NotFoundException"],
  [400, "ResourceNotFoundException"],
])("a resource is missing if AWS answers %i %s", async (status, code) => {
  expect(await unlessMissing(Promise.reject(new ServiceError(status, code, "")))).toBeUndefined();
});

test.each([
  [403, "AccessDenied"],
  [400, "ValidationException"],
  [500, "InternalFailure"],
])("nothing is known of a resource if AWS answers %i %s", async (status, code) => {
  const error = new ServiceError(status, code, "");
  await expect(unlessMissing(Promise.reject(error))).rejects.toBe(error);
});
