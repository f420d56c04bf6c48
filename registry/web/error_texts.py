"""What each error page says: its heading, what happened, what to do."""

from registry.messages import N_

TEXTS = {
    400: (
        N_("Yêu cầu không hợp lệ"),
        N_("Máy chủ không hiểu yêu cầu này: địa chỉ hoặc biểu mẫu bị thiếu, sai, hoặc trang đã mở quá lâu."),
        N_("Hãy quay lại trang trước, tải lại trang rồi làm lại. Nếu vẫn gặp lỗi, hãy báo quản trị viên."),
    ),
    403: (
        N_("Không có quyền"),
        N_("Tài khoản của bạn không được làm việc này."),
        N_("Nếu công việc cần đến, hãy đề nghị quản trị viên cấp quyền cho bạn."),
    ),
    404: (
        N_("Không tìm thấy"),
        N_("Trang hoặc hồ sơ này không có, hoặc không thuộc địa bàn của bạn."),
        N_("Hãy kiểm tra lại địa chỉ hoặc mã, hoặc tìm hộ theo tên ở danh sách."),
    ),
    409: (
        N_("Dữ liệu đã thay đổi"),
        N_("Người khác đã sửa hồ sơ này sau khi bạn mở, nên việc của bạn chưa được ghi."),
        N_("Hãy quay lại, tải lại trang để xem bản mới, rồi làm lại nếu vẫn cần."),
    ),
    413: (
        N_("Dữ liệu gửi lên quá lớn"),
        N_("Tệp hoặc nội dung vừa gửi vượt giới hạn của máy chủ, nên chưa có gì được ghi."),
        N_("Hãy chia nhỏ tệp hoặc rút ngắn nội dung rồi gửi lại."),
    ),
    422: (
        N_("Nội dung chưa đúng"),
        N_("Có chỗ trong biểu mẫu hoặc địa chỉ chưa đúng, nên chưa có gì được ghi."),
        N_("Hãy quay lại trang trước, sửa chỗ sai rồi gửi lại."),
    ),
    429: (
        N_("Thử quá nhiều lần"),
        N_("Bạn đã thử quá nhiều lần trong thời gian ngắn."),
        N_("Hãy chờ vài phút rồi thử lại. Nếu quên mật khẩu, hãy nhờ quản trị viên đặt lại."),
    ),
    500: (
        N_("Máy chủ gặp lỗi"),
        N_("Đây là lỗi của phần mềm, không phải của bạn. Việc vừa làm chưa được ghi."),
        N_("Hãy thử lại sau ít phút. Nếu vẫn lỗi, hãy báo quản trị viên giờ xảy ra và việc bạn đang làm."),
    ),
    503: (
        N_("Máy chủ đang bận"),
        N_("Máy chủ đang bảo trì hoặc quá bận, nên chưa trả lời được."),
        N_("Hãy chờ một phút rồi tải lại trang; những gì đã lưu vẫn còn nguyên."),
    ),
}
