"""Why a paper could not be made, in sentences for the person who asked for it."""

from registry.messages import N_, Message

SENTENCES = {
    "missing": N_(
        "Máy chủ chưa có thư viện Pango nên chưa làm được PDF. Hãy nhờ người quản trị máy chạy: "
        "sudo apt-get install -y libpangoft2-1.0-0. Trong lúc chờ, có thể tải Excel hoặc in từ trang xem trước."
    ),
    "memory": N_("Danh sách quá lớn nên máy chủ hết bộ nhớ dành cho việc in. Hãy lọc bớt, ví dụ từng ấp, rồi in lại."),
    "time": N_("Làm PDF quá %(seconds)s giây nên đã dừng lại. Hãy lọc bớt, ví dụ từng ấp, rồi in lại."),
    "died": N_("Chương trình in đã dừng giữa chừng và sẽ tự khởi động lại. Hãy in lại; nếu vẫn gặp, hãy lọc bớt."),
    "busy": N_("Máy chủ đang bận in cho người khác. Hãy chờ một phút rồi in lại."),
}


class PrintFailed(Exception):
    """No paper was made; `reason` is a key of SENTENCES, `message` what to tell."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = Message(SENTENCES[reason], **values)

    def __str__(self) -> str:
        return str(self.message)
