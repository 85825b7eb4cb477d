export async function fetchTasks() {
  const response = await fetch("/tasks.json");
  return await response.json();
}
